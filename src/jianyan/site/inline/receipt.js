try{Object.keys(sessionStorage).forEach(function(k){if(k.indexOf('draft ')===0)sessionStorage.removeItem(k)})}catch(e){}
